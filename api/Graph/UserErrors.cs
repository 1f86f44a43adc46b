using HotChocolate;
using HotChocolate.Types;
using Krewe.Api.Accounts;
using Krewe.Api.Governance;
using Krewe.Api.Onboarding;
using Krewe.Api.Segments;

namespace Krewe.Api.Graph;

/// <summary>A mistake that a mutation answers with.</summary>
[GraphQLName("UserError")]
[GraphQLDescription(
    "A mistake the caller can mend. `code` is stable; `message` names the thing, the value and the "
    + "cure.")]
public interface IUserError
{
    /// <summary>What is wrong, and the cure.</summary>
    string Message { get; }

    /// <summary>Which kind of mistake it is, for programs.</summary>
    string Code { get; }
}

/// <summary>Something given cannot be used.</summary>
/// <param name="Field">The member of the input; of another thing, its path in the workspace
/// file.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record InvalidInputError(string Field, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "INVALID_INPUT";

    /// <summary>The error that was thrown.</summary>
    public static InvalidInputError CreateErrorFrom(MistakeException<InvalidInputError> mistake) =>
        MistakeException.ErrorOf(mistake);
}

/// <summary>Nothing has the ID.</summary>
/// <param name="Id">The ID as the caller knows it.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record NotFoundError(
    [property: GraphQLType<NonNullType<IdType>>] string Id, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "NOT_FOUND";

    /// <summary>The error that was thrown.</summary>
    public static NotFoundError CreateErrorFrom(MistakeException<NotFoundError> mistake) =>
        MistakeException.ErrorOf(mistake);
}

/// <summary>Another thing goes by the name or number.</summary>
/// <param name="Name">The name or number.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record NameTakenError(string Name, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "NAME_TAKEN";

    /// <summary>The error that was thrown.</summary>
    public static NameTakenError CreateErrorFrom(MistakeException<NameTakenError> mistake) =>
        MistakeException.ErrorOf(mistake);
}

/// <summary>Somebody has changed the thing meanwhile.</summary>
/// <param name="CurrentVersion">The version in force.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record VersionConflictError(long CurrentVersion, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "VERSION_CONFLICT";

    /// <summary>The error that was thrown.</summary>
    public static VersionConflictError CreateErrorFrom(
        MistakeException<VersionConflictError> mistake) => MistakeException.ErrorOf(mistake);
}

/// <summary>A rule cannot be read, or names what is not there.</summary>
/// <param name="Problems">What, and where.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record InvalidExpressionError(
    IReadOnlyList<ExpressionProblemView> Problems, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "INVALID_EXPRESSION";

    /// <summary>The error that was thrown.</summary>
    public static InvalidExpressionError CreateErrorFrom(
        MistakeException<InvalidExpressionError> mistake) => MistakeException.ErrorOf(mistake);
}

/// <summary>There are as many as there may be.</summary>
/// <param name="Limit">How many there may be.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record LimitError(int Limit, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "LIMIT_REACHED";

    /// <summary>The error that was thrown.</summary>
    public static LimitError CreateErrorFrom(MistakeException<LimitError> mistake) =>
        MistakeException.ErrorOf(mistake);
}

/// <summary>Data would be used for what it may not be.</summary>
/// <param name="Violations">Which policy, and how the data gets there.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record PolicyViolationError(
    IReadOnlyList<PolicyViolationView> Violations, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "POLICY_VIOLATION";

    /// <summary>The error that was thrown.</summary>
    public static PolicyViolationError CreateErrorFrom(
        MistakeException<PolicyViolationError> mistake) => MistakeException.ErrorOf(mistake);
}

/// <summary>A control meets a destination's label.</summary>
/// <param name="Control">The control.</param>
/// <param name="Label">The label.</param>
/// <param name="Subject">What carries the control.</param>
/// <param name="Message">What is wrong, and the cure.</param>
[GraphQLDescription("A data source's or merge rule's control meets a destination's label.")]
public sealed record ExportControlError(
    ExportControl Control, ExportLabel Label, string Subject, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "EXPORT_CONTROL";

    /// <summary>The error that was thrown.</summary>
    public static ExportControlError CreateErrorFrom(
        MistakeException<ExportControlError> mistake) => MistakeException.ErrorOf(mistake);
}

/// <summary>A platform does not let us in.</summary>
/// <param name="Status">How the account stands.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record AccountNotConnectedError(AccountStatus Status, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "ACCOUNT_NOT_CONNECTED";

    /// <summary>The error that was thrown.</summary>
    public static AccountNotConnectedError CreateErrorFrom(
        MistakeException<AccountNotConnectedError> mistake) => MistakeException.ErrorOf(mistake);
}

/// <summary>A platform does not take such identifiers.</summary>
/// <param name="Accepted">Those that it takes.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record IdentifierNotAcceptedError(IReadOnlyList<string> Accepted, string Message)
    : IUserError
{
    /// <inheritdoc/>
    public string Code => "IDENTIFIER_NOT_ACCEPTED";

    /// <summary>The error that was thrown.</summary>
    public static IdentifierNotAcceptedError CreateErrorFrom(
        MistakeException<IdentifierNotAcceptedError> mistake) => MistakeException.ErrorOf(mistake);
}

/// <summary>IDs of partners and of things link nobody.</summary>
/// <param name="Namespace">Whose IDs they are.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record PartnerIdNotLinkableError(string Namespace, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "PARTNER_ID_NOT_LINKABLE";

    /// <summary>The error that was thrown.</summary>
    public static PartnerIdNotLinkableError CreateErrorFrom(
        MistakeException<PartnerIdNotLinkableError> mistake) => MistakeException.ErrorOf(mistake);
}

/// <summary>A job is over already.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record JobFinishedError(JobStatus Status, string Message) : IUserError
{
    /// <inheritdoc/>
    public string Code => "JOB_FINISHED";

    /// <summary>The error that was thrown.</summary>
    public static JobFinishedError CreateErrorFrom(MistakeException<JobFinishedError> mistake) =>
        MistakeException.ErrorOf(mistake);
}
