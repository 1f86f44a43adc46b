using Krewe.Tests.Support;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>
/// Goal: profiles end as the files say, whatever gets lost, is done twice or comes in between.
/// Method: several readers take in files from a seed over one world of profiles in which every call
/// may be lost before or after its work or be done twice, and calls of different readers interleave
/// at every step; a reader whose chunk failed takes it in again from the start. When all is done,
/// compare links, owners, traits, memberships and what destinations hold with a slow model.
/// </summary>
public sealed class ProfileSimulationTests
{
    private const int Readers = 3;

    [Theory]
    [MemberData(nameof(Seeds.First), 200, MemberType = typeof(Seeds))]
    public void Profiles_end_as_the_files_say_whatever_happens_on_the_way(int seed)
    {
        var run = new ProfileSimulation(seed, Readers, emails: 6);
        run.Go();
        run.CheckShape();
        run.CheckModel();
    }

    [Theory]
    [MemberData(nameof(Seeds.First), 200, MemberType = typeof(Seeds))]
    public void Profiles_stay_whole_when_links_go_over_their_limits(int seed)
    {
        var run = new ProfileSimulation(seed, Readers, emails: 40);
        run.Go();
        run.CheckShape();
    }
}
