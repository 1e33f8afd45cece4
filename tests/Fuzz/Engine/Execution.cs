namespace DuffBeer.Fuzz.Engine;

/// <summary>An input for which a property of a target does not hold.</summary>
/// <param name="Kind">Findings of one kind have the same cause, as far as a program can tell.</param>
sealed record Finding(string Target, string Kind, string Details, byte[] Input);

/// <summary>Lets a target read one input and watches what it does.</summary>
static class Execution
{
    const int Frames = 3;

    /// <summary>Null if all properties hold.</summary>
    public static Finding? Of(FuzzTarget target, byte[] input)
    {
        Coverage.Begin();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(input);
        }
        catch (Exception failure)
        {
            return new(target.Name, KindOf(failure), failure.ToString(), input);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= target.MostAllocated(input.Length)
            ? null
            : new(
                target.Name, "memory", FormattableString.Invariant($"{input.Length} bytes of input took {allocated} bytes of memory"),
                input);
    }

    static string KindOf(Exception failure)
    {
        var ours = (failure.StackTrace ?? "").Split('\n').Where(line => line.Contains("DuffBeer", StringComparison.Ordinal)).Take(Frames);
        var message = failure is BrokenPropertyException ? $": {failure.Message}" : "";
        return $"{failure.GetType().Name}{message} {string.Join(" < ", ours.Select(Place))}";
    }

    static string Place(string line)
    {
        var call = line.Trim()["at ".Length..];
        return call.Contains('(', StringComparison.Ordinal) ? call[..call.IndexOf('(', StringComparison.Ordinal)] : call;
    }
}
