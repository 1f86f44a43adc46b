namespace HotChocolate.Types;

/// <summary>Makes an error for the payload of an exception.</summary>
public interface IPayloadErrorFactory<out TError, in TException>
    where TError : class
    where TException : Exception
{
    TError CreateErrorFrom(TException exception);
}
