namespace Krewe.Silo.Tests.Support;

/// <summary>The machine's clock, so much ahead.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
