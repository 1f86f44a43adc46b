using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>A link and when it was last named.</summary>
internal sealed record SimulatedLink(IdentityKey One, IdentityKey Other, long At)
{
    public IEnumerable<IdentityKey> From(IdentityKey end) =>
        One == end ? [Other] : Other == end ? [One] : [];
}

/// <summary>Who is read together, and who is reached from whom, worked out slowly.</summary>
internal sealed class SimulatedContexts(
    SimulatedModel model, List<SimulatedLink> links, Catalog catalog)
{
    /// <summary>The contexts of a merge rule: who opted out is in none.</summary>
    public IEnumerable<IdentityKey[]> Of(MergeRule rule) => All(rule)
        .Select(context => context.Where(one => !model.OptedOut.Contains(one)).ToArray())
        .Where(context => context.Length > 0);

    /// <summary>The identifiers that a member is sent as.</summary>
    public IEnumerable<IdentityKey> Reach(IdentityKey member, DataSourceId identifiers)
    {
        if (member.Source == identifiers)
        {
            return [member];
        }

        return catalog.IsDevice(member.Source)
            ? []
            : Linked(member, at => at == member
                || (at.Source != identifiers
                    && at.Source != member.Source
                    && !catalog.IsDevice(at.Source)))
                .Where(reached => reached.Source == identifiers)
                .Where(reached => !model.OptedOut.Contains(reached));
    }

    private IEnumerable<IdentityKey[]> All(MergeRule rule) => rule.CrossDevice switch
    {
        CrossDeviceOption.AllCrossDeviceProfiles => model.Known
            .Where(one => rule.DataSources.Contains(one.Source))
            .Select(one => new[] { one }),
        CrossDeviceOption.IdentityGraph => model.Known
            .Select(one => Linked(one, _ => true).Order().ToArray())
            .DistinctBy(linked => linked[0]),
        _ => Devices(rule),
    };

    private IEnumerable<IdentityKey[]> Devices(MergeRule rule)
    {
        var contexts = model.Known
            .Where(one => catalog.IsDevice(one.Source) && !model.OptedOut.Contains(one))
            .Select(device => rule.DataSources
                .SelectMany(source => LastLogin(device, source))
                .Prepend(device)
                .ToArray())
            .ToList();
        var read = contexts.SelectMany(context => context).ToHashSet();
        return contexts.Concat(model.LoggedIn
            .Where(one => rule.DataSources.Contains(one.Source) && !read.Contains(one))
            .Select(one => new[] { one }));
    }

    private IEnumerable<IdentityKey> LastLogin(IdentityKey device, DataSourceId source) => links
        .SelectMany(link => link.From(device), (link, far) => (link.At, far))
        .Where(login => login.far.Source == source)
        .OrderByDescending(login => login.At)
        .ThenBy(login => login.far)
        .Select(login => login.far)
        .Take(1);

    private HashSet<IdentityKey> Linked(IdentityKey from, Func<IdentityKey, bool> passes)
    {
        var reached = new HashSet<IdentityKey> { from };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            foreach (var link in links)
            {
                if (reached.Contains(link.One) && passes(link.One))
                {
                    reached.Add(link.Other);
                }

                if (reached.Contains(link.Other) && passes(link.Other))
                {
                    reached.Add(link.One);
                }
            }
        }

        return reached;
    }
}
