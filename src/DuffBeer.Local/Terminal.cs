using System.Text;

namespace DuffBeer.Local;

/// <summary>The environment of the commands: results go to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="OpenIn">Standard input as bytes.</param>
/// <param name="OpenOut">Standard output as bytes, for binary results.</param>
/// <param name="Colors">False if NO_COLOR is set.</param>
/// <param name="Width">Columns of the terminal.</param>
/// <param name="Variable">Reads an environment variable.</param>
sealed record Terminal(
    TextWriter Out,
    TextWriter Error,
    Func<Stream> OpenIn,
    Func<Stream> OpenOut,
    bool OutIsTerminal,
    bool ErrorIsTerminal,
    bool Colors,
    int Width,
    Func<string, string?> Variable,
    TimeProvider Time)
{
    const int UsualWidth = 120;

    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = utf8;

        return new(
            new StreamWriter(Console.OpenStandardOutput(), utf8),
            Console.Error,
            Console.OpenStandardInput,
            Console.OpenStandardOutput,
            OutIsTerminal: !Console.IsOutputRedirected && !IsDumb(),
            ErrorIsTerminal: !Console.IsErrorRedirected && !IsDumb(),
            Colors: string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Width: Console.IsOutputRedirected && Console.IsErrorRedirected || Console.WindowWidth < 1 ? UsualWidth : Console.WindowWidth,
            Environment.GetEnvironmentVariable,
            TimeProvider.System);
    }

    static bool IsDumb() => Environment.GetEnvironmentVariable("TERM") == "dumb";
}
