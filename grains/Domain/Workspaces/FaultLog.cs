using System.Collections.Immutable;
using System.Globalization;

namespace Krewe.Domain.Workspaces;

/// <summary>The faults of one definition, each place told once.</summary>
internal sealed class FaultLog
{
    /// <summary>More than anybody reads at once; the rest is counted.</summary>
    public const int FaultsMax = 1_000;

    private readonly List<DefinitionFault> _faults = [];
    private readonly HashSet<string> _misread = new(StringComparer.Ordinal);
    private int _unlisted;
    private bool _hasUnlistedError;

    public bool HasErrors =>
        _hasUnlistedError || _faults.Exists(fault => fault.Severity is Severity.Error);

    public void Error(FileNode node, string message)
    {
        node.Break();
        Error(node.Path(), node.Place, message);
    }

    /// <summary>Says nothing more about a part, as what it is part of could not be
    /// read.</summary>
    public void Mute(string path) => _misread.Add(path);

    /// <summary>Tells of a part that could not be read: nothing more is said about it.</summary>
    public void Error(string path, FilePlace place, string message)
    {
        _misread.Add(path);
        Add(new DefinitionFault(path, place.Line, place.Column, message));
    }

    /// <summary>Tells of the file as a whole.</summary>
    public void Refuse(string message) => Error("$", default, message);

    /// <summary>Tells of a part that was read, unless it could not be.</summary>
    public void Check(DefinitionFault fault)
    {
        if (!_misread.Contains(fault.Path))
        {
            Add(fault);
        }
    }

    /// <summary>All of them in the order of the file.</summary>
    public ImmutableArray<DefinitionFault> ToFaults()
    {
        var faults = _faults
            .OrderBy(fault => fault.Line)
            .ThenBy(fault => fault.Column)
            .ToImmutableArray();
        return _unlisted == 0 ? faults : faults.Add(Unlisted());
    }

    private void Add(DefinitionFault fault)
    {
        if (_faults.Count < FaultsMax)
        {
            _faults.Add(fault);
            return;
        }

        _unlisted++;
        _hasUnlistedError |= fault.Severity is Severity.Error;
    }

    private DefinitionFault Unlisted() => new(
        "$",
        0,
        0,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_unlisted} more faults are not listed; cure these first."),
        _hasUnlistedError ? Severity.Error : Severity.Warning);
}
