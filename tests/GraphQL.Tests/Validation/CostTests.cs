using System.Text;
using HotChocolate.Language;
using Krewe.Embedded.Language;
using Krewe.Embedded.Validation;

namespace Krewe.GraphQL.Tests.Validation;

/// <summary>What a usual query costs before it is executed, in bytes allocated.</summary>
public sealed class CostTests
{
    private static readonly byte[] Query = Encoding.UTF8.GetBytes(
        """
        query Card($by: By!, $case: Case, $first: Int = 10) {
          find(by: $by) {
            __typename
            ... on Profile {
              id name(case: $case) age tags seen score(exact: true)
              segments(first: $first, status: [REALIZED]) { id name size tags rule { text id } }
              friend { id name age tags friend { id name age } }
            }
            ... on Segment { id size rule { text name } }
          }
          fact { __typename ... on Rule { text } }
        }
        """);

    private static readonly ParserOptions Options = new()
    {
        Names = new NameTable(RuleCase.Schema.TypeNames.SelectMany(NamesOf)),
    };

    [Fact]
    public void Query_of_thirty_fields_is_read_within_ten_kilobytes() =>
        AssertAllocates(10_000, () => Utf8GraphQLParser.Parse(Query, Options));

    [Fact]
    public void Query_of_thirty_fields_is_judged_within_eight_kilobytes()
    {
        var document = Utf8GraphQLParser.Parse(Query, Options);
        var validator = new DocumentValidator(RuleCase.Schema, new ValidationOptions());

        Assert.Empty(validator.Validate(document));
        AssertAllocates(8_000, () => validator.Validate(document));
    }

    [Fact]
    public void Names_of_the_schema_are_not_made_anew()
    {
        var field = Assert.IsType<FieldNode>(
            ((OperationDefinitionNode)Utf8GraphQLParser.Parse("{ profile }"u8, Options)
                .Definitions[0]).SelectionSet.Selections[0]);

        Assert.Same(Options.Names.Get("profile"u8), field.Name.Value);
        Assert.NotSame(Options.Names.Get("other"u8), Options.Names.Get("other"u8));
    }

    [Fact]
    public void Lexer_allocates_nothing() =>
        AssertAllocates(0, () =>
        {
            var lexer = new Lexer(Query, int.MaxValue);
            while (lexer.Kind is not TokenKind.EndOfFile)
            {
                lexer.Read();
            }
        });

    private static void AssertAllocates(long bytesMax, Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytesMax);
    }

    private static IEnumerable<string> NamesOf(string type) =>
        RuleCase.Schema.FindType(type)!.Fields
            .SelectMany(field => field.Arguments.Select(argument => argument.Name)
                .Append(field.Name))
            .Append(type);
}
