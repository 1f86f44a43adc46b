using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Asks the silo about its activations.</summary>
    public interface IManagementGrain : IGrainWithIntegerKey
    {
        Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false);

        Task ForceGarbageCollection(SiloAddress[] hostsIds);

        Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit);

        Task ForceActivationCollection(TimeSpan ageLimit);

        Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds);

        Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

        Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(
            string[]? types = null, SiloAddress[]? hostsIds = null);

        Task<int> GetGrainActivationCount(GrainReference grainReference);

        Task<int> GetTotalActivationCount();

        ValueTask<SiloAddress> GetActivationAddress(IAddressable reference);

        ValueTask<List<GrainId>> GetActiveGrains(GrainType type);
    }

    /// <summary>How far a silo is.</summary>
    public enum SiloStatus
    {
        None = 0,
        Created = 1,
        Joining = 2,
        Active = 3,
        ShuttingDown = 4,
        Stopping = 5,
        Dead = 6,
    }

    /// <summary>How many activations one grain class has.</summary>
    public class SimpleGrainStatistic
    {
        public string GrainType { get; set; } = "";

        public SiloAddress SiloAddress { get; set; } = SiloAddress.Zero;

        public int ActivationCount { get; set; }

        public override string ToString() => $"{GrainType}: {ActivationCount}";
    }

    /// <summary>One activation.</summary>
    public class DetailedGrainStatistic
    {
        public string GrainType { get; set; } = "";

        public SiloAddress SiloAddress { get; set; } = SiloAddress.Zero;

        public GrainId GrainId { get; set; }
    }
}

namespace Krewe.Embedded
{
    /// <summary>Answers at once: it has no state and needs no turn. There is one silo, so which
    /// silos are meant makes no difference.</summary>
    internal sealed class ManagementGrain(Silo silo) : IManagementGrain
    {
        public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) =>
            Task.FromResult(new Dictionary<SiloAddress, SiloStatus>
            {
                [silo.Details.SiloAddress] =
                    silo.IsClosed ? SiloStatus.Stopping : SiloStatus.Active,
            });

        public Task ForceGarbageCollection(SiloAddress[] hostsIds)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
            return Task.CompletedTask;
        }

        public Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit) =>
            ForceActivationCollection(ageLimit);

        public Task ForceActivationCollection(TimeSpan ageLimit)
        {
            silo.CollectIdle(CoarseClock.TicksOf(ageLimit));
            return Task.CompletedTask;
        }

        public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds) =>
            GetSimpleGrainStatistics();

        public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult(
            silo.Ring.All
                .GroupBy(each => each.Class)
                .Select(group => new SimpleGrainStatistic
                {
                    GrainType = group.Key.ClrType.FullName!,
                    SiloAddress = silo.Details.SiloAddress,
                    ActivationCount = group.Count(),
                })
                .ToArray());

        public Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(
            string[]? types = null, SiloAddress[]? hostsIds = null) => Task.FromResult(
            silo.Ring.All
                .Where(each => types is null
                    || types.Contains(each.Class.ClrType.FullName, StringComparer.Ordinal))
                .Select(each => new DetailedGrainStatistic
                {
                    GrainType = each.Class.ClrType.FullName!,
                    SiloAddress = silo.Details.SiloAddress,
                    GrainId = each.GrainId,
                })
                .ToArray());

        public Task<int> GetGrainActivationCount(GrainReference grainReference) =>
            Task.FromResult(silo.Ring.All.Count(
                each => each.Class == grainReference.Binding.Class
                    && each.Key == grainReference.Key));

        public Task<int> GetTotalActivationCount() => Task.FromResult(silo.Ring.Count);

        public ValueTask<SiloAddress> GetActivationAddress(IAddressable reference) =>
            new(silo.Details.SiloAddress);

        public ValueTask<List<GrainId>> GetActiveGrains(GrainType type) =>
            new([.. silo.Ring.All
                .Where(each => each.Class.Type == type).Select(each => each.GrainId)]);
    }
}
