namespace Krewe.Silo.Commands;

/// <summary>A command cannot go on; the message tells the person at the terminal why.</summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException(string message)
        : base(message)
    {
    }

    public CommandFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public CommandFailedException()
    {
    }
}
