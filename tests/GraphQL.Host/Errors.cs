using HotChocolate.Types.Relay;

namespace Krewe.GraphQL.Host;

public sealed class NameTakenException(string name) : Exception($"{name} is taken.")
{
    public string Name { get; } = name;
}

public sealed class NotFoundException(string id) : Exception($"{id} is not there.")
{
    public string Id { get; } = id;
}

public sealed class VersionConflictException(long current) : Exception("Someone was faster.")
{
    public long Current { get; } = current;
}

public sealed record NameTakenError(string Message, string Code, string Name) : IUserError
{
    public static NameTakenError CreateErrorFrom(NameTakenException fault) =>
        new(fault.Message, "NAME_TAKEN", fault.Name);
}

public sealed class NotFoundError(NotFoundException fault) : IUserError
{
    public string Message { get; } = fault.Message;

    public string Code => "NOT_FOUND";

    [ID<Segment>]
    public string Id { get; } = fault.Id;
}

public sealed record VersionConflictError(string Message, string Code, long CurrentVersion)
    : IUserError
{
    public static VersionConflictError CreateErrorFrom(VersionConflictException fault) =>
        new(fault.Message, "VERSION_CONFLICT", fault.Current);
}
