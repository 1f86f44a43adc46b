using System.Globalization;
using System.Text;

namespace Krewe.Contracts.Tests;

/// <summary>
/// Goal: nobody changes by accident what an older silo, or what is stored, understands.
/// Method: write down every alias, id and number, and compare with the list in the repository.
/// A new line is fine; a changed or missing one breaks what is stored.
/// </summary>
public sealed class GoldenWireTests
{
    private const string Golden = "wire.txt";

    [Fact]
    public void Aliases_and_ids_are_those_that_were_agreed()
    {
        var actual = Write();
        var known = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Golden));
        var path = Path.Combine(AppContext.BaseDirectory, "wire.actual.txt");
        File.WriteAllText(path, actual);

        var changes = Changes(known.Split('\n'), actual.Split('\n')).ToArray();
        Assert.True(
            changes.Length == 0 && known == actual,
            $"{changes.Length} lines differ:\n{string.Join('\n', changes)}\n"
            + $"If that is meant, copy {path} over tests/Contracts.Tests/{Golden}.");
    }

    private static IEnumerable<string> Changes(string[] known, string[] actual) =>
        known.Except(actual, StringComparer.Ordinal).Select(line => $"- {line}")
            .Concat(actual.Except(known, StringComparer.Ordinal).Select(line => $"+ {line}"));

    // Every line begins with its type, so that it means something by itself in a difference.
    private static string Write()
    {
        var text = new StringBuilder();
        foreach (var type in Wire.Interfaces)
        {
            foreach (var method in Wire.MethodsOf(type)
                .OrderBy(Wire.AliasOf, StringComparer.Ordinal))
            {
                var parameters = method.GetParameters()
                    .Where(parameter => parameter.ParameterType != typeof(CancellationToken))
                    .Select(parameter => Wire.NameOf(parameter.ParameterType));
                Line(text, $"call {Wire.AliasOf(type)} {Wire.AliasOf(method)}"
                    + $"({string.Join(", ", parameters)}) {Wire.NameOf(method.ReturnType)}");
            }
        }

        foreach (var type in Wire.Types)
        {
            Line(text, $"type {Wire.AliasOf(type)} {Wire.NameOf(type)}");
            foreach (var part in type.IsEnum ? Numbers(type) : Members(type))
            {
                Line(text, $"  {Wire.AliasOf(type)} {part}");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Numbers(Type type) => Enum.GetValuesAsUnderlyingType(type)
        .Cast<object>()
        .Select(value => string.Create(
            CultureInfo.InvariantCulture, $"= {value} {Enum.GetName(type, value)}"));

    private static IEnumerable<string> Members(Type type) => Wire.MembersOf(type)
        .OrderBy(member => member.Id)
        .Select(member => string.Create(
            CultureInfo.InvariantCulture,
            $"{member.Id} {member.Name}: {Wire.NameOf(member.Type)}"));

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
