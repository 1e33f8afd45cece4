using System.Diagnostics;

namespace DuffBeer.Bench.ApiLoad;

/// <summary><c>duffbeer</c> as a separate process over a temporary home.</summary>
sealed class ServerProcess : IDisposable
{
    static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "duffbeer.dll");

    readonly Process _process;

    ServerProcess(Process process, string home, string address) => (_process, Home, Address) = (process, home, address);

    public string Home { get; }
    bool KeepsHome { get; init; }
    public string Address { get; }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Sample data of all domains, then a server over it on a free port.</summary>
    public static async Task<ServerProcess> StartAsync(long rows)
    {
        var home = Directory.CreateTempSubdirectory("duffbeer-load-").FullName;
        using (var demo = Start("demo", "--no-serve", "--rows", $"{rows}", "--home", home))
        {
            var said = demo.StandardOutput.ReadToEndAsync();
            await demo.WaitForExitAsync();
            _ = await said;
            if (demo.ExitCode != 0)
                throw new InvalidOperationException($"The demo ended with {demo.ExitCode}.");
        }

        return await OverAsync(home, keepsHome: false);
    }

    /// <summary>A server over a home that is there.</summary>
    public static async Task<ServerProcess> OverAsync(string home, bool keepsHome = true)
    {
        var server = Start("serve", "--port", "0", "--home", home);
        var line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return new(server, home, line.Split(' ')[1]) { KeepsHome = keepsHome };
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (!KeepsHome)
            Directory.Delete(Home, recursive: true);
    }

    static Process Start(params string[] arguments)
    {
        var process = Process.Start(
            new ProcessStartInfo("dotnet", [s_program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
