using System.Text;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Workspaces;

public sealed class WorkspaceFileTests
{
    [Fact]
    public void Load_takes_the_offline_workspace_without_a_word()
    {
        var parse = OfflineWorkspace.Load();

        Assert.Empty(parse.Faults);
        Assert.Equal(123, parse.Definition!.PartnerId);
        Assert.Equal(
            [11223, 12345, 23456, 27341, 45678, 93342],
            parse.Definition.Traits.Select(trait => trait.Id.Value));
        Assert.Equal("All CRM profiles", parse.Definition.Segments[1].MergeRule);
    }

    [Fact]
    public void Load_tells_mistakes_of_every_kind_at_once()
    {
        var parse = OfflineWorkspace.Load(
            ("\"idType\": \"crossDevice\", \"inbound\": true,", "\"idtype\": \"crossDevice\","),
            ("\"ttlDays\": 30", "\"ttlDays\": \"30\""),
            ("\"dataSources\": [999999]", "\"dataSources\": [4]"),
            ("12345T AND 23456T", "12345T AND"),
            ("45678T OR 11223T", "45678T OR 6T"),
            ("env:META_TOKEN", "secret"),
            ("\"account\": \"Meta main\"", "\"account\": \"Meta maim\""),
            ("2026-01-01", "01.01.2026"));

        Assert.Null(parse.Definition);
        string[] paths =
        [
            "$.dataSources[1].idType",
            "$.dataSources[1].idtype",
            "$.traits[1].ttlDays",
            "$.mergeRules[0].dataSources[0]",
            "$.segments[0].rule",
            "$.segments[1].rule",
            "$.accounts[0].token",
            "$.destinations[0].account",
            "$.destinations[0].mappings[0].start",
        ];
        Assert.Equal(
            paths.Order(StringComparer.Ordinal),
            parse.Faults.Select(fault => fault.Path).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("{ \"traits\": [\n  { \"id\": 1 \"name\" } ] }", 2, 13)]
    [InlineData("{\n\"é\": x }", 2, 6)]
    [InlineData("{} {}", 1, 4)]
    [InlineData("{ \"a\": \"open", 1, 8)]
    public void Parse_says_where_the_json_breaks_off(string text, int line, int column)
    {
        var fault = Assert.Single(Parse(text).Faults);

        Assert.Equal(("$", line, column), (fault.Path, fault.Line, fault.Column));
    }

    [Fact]
    public void Parse_refuses_what_is_not_utf8()
    {
        var parse = WorkspaceFile.Parse([.. "{\n\"é"u8, 0xff, .. "\": 1 }"u8]);

        var fault = Assert.Single(parse.Faults);
        Assert.Equal((2, 3), (fault.Line, fault.Column));
    }

    [Fact]
    public void Parse_refuses_deep_nesting_and_survives_it()
    {
        var fault = Assert.Single(
            Parse("{ \"traits\": " + new string('[', 1_000_000)).Faults);

        Assert.Contains("nested deeper than 16", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_refuses_a_file_that_is_too_large()
    {
        var text = new byte[FileTree.SizeBytesMax + 1];
        Array.Fill(text, (byte)' ');

        Assert.Contains(
            "64 MiB", Assert.Single(WorkspaceFile.Parse(text).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_counts_faults_beyond_those_it_lists()
    {
        var items = string.Join(',', Enumerable.Repeat("5", 1_500));

        var faults = Parse($"{{ \"traits\": [{items}] }}").Faults;

        Assert.Equal(1_001, faults.Length);
        Assert.StartsWith("500 more", faults[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_never_throws_on_damaged_files()
    {
        var good = Encoding.UTF8.GetBytes(OfflineWorkspace.Text);
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var bytes = good.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var cut = random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length;
            var thrown = Record.Exception(
                () => WorkspaceFile.Load(bytes.AsSpan(0, cut), WorkspaceRules.Default));

            Assert.True(thrown is null, $"seed {seed}: {thrown}");
        }
    }

    [Theory]
    [InlineData("EAABsecret")]
    [InlineData("env:EAAB secret")]
    [InlineData("env:")]
    [InlineData("Bearer EAABsecret")]
    public void Load_never_repeats_a_token(string token)
    {
        var parse = OfflineWorkspace.Load(("env:META_TOKEN", token));

        Assert.Null(parse.Definition);
        Assert.DoesNotContain("secret", string.Join('\n', parse.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_gives_the_same_bytes_for_the_same_definition()
    {
        var definition = OfflineWorkspace.Definition();
        var written = WorkspaceFile.Write(definition);
        var again = WorkspaceFile.Load(written, WorkspaceRules.Default);

        Assert.Empty(again.Faults);
        Assert.True(again.Definition!.SameAs(definition));
        Assert.Equal(written, WorkspaceFile.Write(again.Definition));
    }

    private static WorkspaceParse Parse(string text) =>
        WorkspaceFile.Parse(Encoding.UTF8.GetBytes(text));
}
