using HotChocolate;
using HotChocolate.Execution;

namespace Krewe.Api.Graph;

/// <summary>A mistake of the caller, on its way to the payload.</summary>
public abstract class MistakeException(IUserError error)
    : Exception((error ?? throw new ArgumentNullException(nameof(error))).Message)
{
    /// <summary>What the caller is told.</summary>
    public IUserError Error { get; } = error;

    internal static T ErrorOf<T>(MistakeException<T> mistake)
        where T : class, IUserError
    {
        ArgumentNullException.ThrowIfNull(mistake);
        return (T)mistake.Error;
    }
}

/// <summary>A mistake of one kind: payloads that have the kind among their errors show
/// it.</summary>
public sealed class MistakeException<T>(T error) : MistakeException(error)
    where T : class, IUserError;

/// <summary>Several mistakes at once.</summary>
public sealed class MistakesException(IEnumerable<MistakeException> mistakes)
    : AggregateException(mistakes);

/// <summary>The mistakes of one call, each with the member of the definition that it is
/// about.</summary>
/// <remarks>What is told here is told in the caller's words; the validator says the same of the
/// member in those of the file, which is then left out.</remarks>
internal sealed class Mistakes
{
    private readonly List<MistakeException> _all = [];
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    public bool Any => _all.Count > 0;

    /// <summary>Notes a mistake.</summary>
    /// <param name="member">As in paths of the validator; empty for the thing itself.</param>
    /// <param name="error">What the caller is told.</param>
    public void Add<T>(string member, T error)
        where T : class, IUserError
    {
        _members.Add(member);
        Add(new MistakeException<T>(error));
    }

    public void Add(MistakeException mistake)
    {
        if (!_all.Exists(known => Equals(known.Error, mistake.Error)))
        {
            _all.Add(mistake);
        }
    }

    /// <summary>Another member of which nothing more is to be said.</summary>
    public void Cover(string member) => _members.Add(member);

    public bool Covers(string member) => _members.Contains(member);

    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            throw ToException();
        }
    }

    public MistakesException ToException() => new(_all);
}

/// <summary>Shows mistakes of kinds that a payload has no place for among the errors of the whole
/// answer, with their codes.</summary>
internal sealed class MistakeFilter : IErrorFilter
{
    public IError OnError(IError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Exception switch
        {
            MistakeException mistake => Of(error, [mistake.Error]),
            MistakesException mistakes => Of(
                error,
                [.. mistakes.InnerExceptions.OfType<MistakeException>().Select(one => one.Error)]),
            _ => error,
        };
    }

    private static IError Of(IError error, IUserError[] mistakes) => error
        .WithMessage(string.Join('\n', mistakes.Select(mistake => mistake.Message)))
        .WithCode(mistakes[0].Code)
        .WithException(null);
}
