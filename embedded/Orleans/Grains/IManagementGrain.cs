using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Asks the silo about its activations.</summary>
    public interface IManagementGrain : IGrainWithIntegerKey
    {
        Task ForceActivationCollection(TimeSpan ageLimit);

        Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

        Task<int> GetTotalActivationCount();
    }

    /// <summary>How many activations one grain class has.</summary>
    public class SimpleGrainStatistic
    {
        public string GrainType { get; set; } = "";

        public int ActivationCount { get; set; }

        public override string ToString() => $"{GrainType}: {ActivationCount}";
    }
}

namespace Krewe.Embedded
{
    /// <summary>Answers at once: it has no state and needs no turn.</summary>
    internal sealed class ManagementGrain(Silo silo) : IManagementGrain
    {
        public Task ForceActivationCollection(TimeSpan ageLimit)
        {
            silo.CollectIdle(CoarseClock.TicksOf(ageLimit));
            return Task.CompletedTask;
        }

        public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult(
            silo.Ring.All
                .GroupBy(each => each.Class)
                .Select(group => new SimpleGrainStatistic
                {
                    GrainType = group.Key.ClrType.FullName!,
                    ActivationCount = group.Count(),
                })
                .ToArray());

        public Task<int> GetTotalActivationCount() => Task.FromResult(silo.Ring.Count);
    }
}
