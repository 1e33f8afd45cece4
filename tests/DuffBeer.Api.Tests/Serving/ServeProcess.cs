using System.Diagnostics;
using System.Globalization;

namespace DuffBeer.Api.Tests.Serving;

/// <summary><c>duffbeer</c> as a process of its own that serves on a free port.</summary>
sealed class ServeProcess : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    readonly Process _process;

    ServeProcess(Process process, string address) => (_process, Http) = (process, new() { BaseAddress = new(address) });

    public HttpClient Http { get; }

    public static async Task<ServeProcess> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = DuffBeerProgram.StartOf(arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(s_patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Serving ", StringComparison.Ordinal))
                return new(process, line.Split(' ')[1]);
        }

        throw new InvalidOperationException("The server ended before it served.");
    }

    /// <summary>One that does not get to serve: what it wrote to standard error, and its exit code.</summary>
    public static async Task<(string Error, int ExitCode)> FailAsync(params string[] arguments)
    {
        using var process = Process.Start(DuffBeerProgram.StartOf(arguments))!;
        using var patience = new CancellationTokenSource(s_patience);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (await error, process.ExitCode);
    }

    /// <summary>Asks it to stop, as Ctrl-C does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
