using System.Globalization;
using System.Text;

namespace Krewe.Api.Graph;

/// <summary>Refuses what is not there.</summary>
internal static class Missing
{
    public static MistakeException<NotFoundError> Of(string thing, string type, string key) =>
        new(Error(thing, type, key));

    public static NotFoundError Error(string thing, string type, string key) => new(
        GlobalId.Of(type, key),
        $"There is no {thing} {key}: it may have been deleted; list what there is.");
}

/// <summary>Refuses changes of what has changed meanwhile.</summary>
internal static class Versions
{
    public static void Expect(string thing, long? expected, long version)
    {
        if (expected is { } one && one != version)
        {
            throw new MistakeException<VersionConflictError>(new VersionConflictError(
                version,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{thing} is of version {version} by now, not {one}: read it again and decide ")
                    + "anew."));
        }
    }
}

/// <summary>Keeps a name from being given twice by mistake, as by a call that is sent
/// again.</summary>
internal static class Names
{
    public static void Expect(
        string thing,
        string name,
        string? known,
        IEnumerable<string> others,
        Mistakes mistakes)
    {
        if (name != known && others.Contains(name, StringComparer.Ordinal))
        {
            mistakes.Add("name", new NameTakenError(
                name, $"There is a {thing} \"{name}\" already: give another name."));
        }
    }
}

/// <summary>Chooses numbers of new things.</summary>
internal static class Numbers
{
    /// <summary>The number that was given, or the next one.</summary>
    /// <returns>One that is free, whatever was given.</returns>
    public static int Of(
        string thing,
        (string Member, string Field) place,
        long? given,
        IEnumerable<int> taken,
        Mistakes mistakes,
        Predicate<int>? isReserved = null)
    {
        var numbers = taken.ToHashSet();
        if (given is { } wanted)
        {
            if (wanted is < 1 or > int.MaxValue)
            {
                mistakes.Add(place.Member, new InvalidInputError(
                    place.Field,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The number {wanted} cannot be that of a {thing}: give 1 to ")
                        + string.Create(CultureInfo.InvariantCulture, $"{int.MaxValue}.")));
            }
            else if (!numbers.Contains((int)wanted))
            {
                return (int)wanted;
            }
            else
            {
                var text = wanted.ToString(CultureInfo.InvariantCulture);
                mistakes.Add(place.Member, new NameTakenError(
                    text,
                    $"There is a {thing} {text} already: give another number, or none to get the "
                    + "next."));
            }
        }

        var next = Edited.NextFree(numbers);
        while (isReserved?.Invoke(next) is true || numbers.Contains(next))
        {
            next++;
        }

        return next;
    }
}

/// <summary>Instants as days.</summary>
internal static class UtcDays
{
    public static DateOnly? Of(DateTimeOffset? instant) =>
        instant is { } one ? DateOnly.FromDateTime(one.UtcDateTime) : null;
}

/// <summary>Words of the graph, for messages.</summary>
internal static class Words
{
    public static string Of<T>(T word)
        where T : struct, Enum
    {
        var text = word.ToString();
        var snake = new StringBuilder(text.Length + 4);
        foreach (var letter in text)
        {
            if (char.IsUpper(letter) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToUpperInvariant(letter));
        }

        return snake.ToString();
    }
}
