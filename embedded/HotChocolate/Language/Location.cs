using System.Runtime.InteropServices;

namespace HotChocolate.Language;

/// <summary>Where in the source text a node stands.</summary>
/// <remarks>
/// <para>Units: <paramref name="Start"/> and <paramref name="End"/> are offsets in bytes of the
/// UTF-8 text, half-open; line and column count from one, and a column is one UTF-16 unit, as
/// in every editor and in graphql-js.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Location(int Start, int End, int Line, int Column);
