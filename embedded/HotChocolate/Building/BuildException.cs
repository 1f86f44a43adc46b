namespace HotChocolate.Building;

/// <summary>A part of the schema cannot be made. The builder notes it and goes on.</summary>
internal sealed class BuildException(string message) : Exception(message);
