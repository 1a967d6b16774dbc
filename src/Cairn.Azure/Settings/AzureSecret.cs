using Cairn.Azure.Troubles;
using Cairn.Core.Errors;

namespace Cairn.Azure.Settings;

/// <summary>A secret from the environment, or from a file that may change while the server runs.</summary>
/// <param name="source">The variable that it came from, for messages.</param>
/// <param name="value">Its value at first.</param>
/// <param name="file">The file that holds it; null when the variable itself does.</param>
public sealed class AzureSecret(string source, string value, string? file)
{
    private readonly Lock _lock = new();
    private bool _isKept;

    /// <summary>The variable that it came from.</summary>
    public string Source { get; } = source;

    /// <summary>The value that was read last. Never to be logged.</summary>
    public string Value { get; private set; } = value;

    /// <summary>Whether it can change.</summary>
    public bool IsFile => file is not null;

    /// <summary>Reads the file for the first time.</summary>
    /// <exception cref="CairnException">It cannot be read.</exception>
    internal AzureSecret Load()
    {
        try
        {
            Value = File.ReadAllText(file!).Trim();
            return this;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CairnException(
                Contracts.Errors.ErrorCode.Unauthenticated,
                $"{Source} names the file {file}, which cannot be read: {e.Message}".See("unreadable-secret"),
                e
            );
        }
    }

    /// <summary>
    /// Reads the file again. While it is missing or empty, as in the middle of a rotation, the old value stays.
    /// </summary>
    /// <param name="kept">Hears, once for each time that it happens, why the old value stays.</param>
    /// <returns>Whether the value is another one now.</returns>
    public bool Reread(Action<string>? kept = null)
    {
        if (file is null)
        {
            return false;
        }

        lock (_lock)
        {
            var (text, problem) = Read(file);
            if (problem is not null && !_isKept)
            {
                kept?.Invoke($"{Source} names the file {file}, {problem}");
            }

            _isKept = problem is not null;
            if (text.Length == 0 || text == Value)
            {
                return false;
            }

            Value = text;
            return true;
        }
    }

    private static (string Text, string? Problem) Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return (text, text.Length == 0 ? "which is empty" : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ("", $"which cannot be read: {e.Message}");
        }
    }
}
