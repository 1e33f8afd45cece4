using System.Diagnostics;
using System.Globalization;
using System.Text;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Crash;

/// <summary>The command line as a process of its own, which can be killed.</summary>
sealed class DuffBeerProcess : IDisposable
{
    readonly Process _process;
    readonly StringBuilder _output = new();

    public DuffBeerProcess(Home home, long chunkBytes, params string[] arguments)
    {
        var start = DuffBeerProgram.StartOf([.. arguments, "--home", home.Root, "--definitions", home.Definitions.Path, "--only"]);
        start.Environment["DUFFBEER_CHUNK_BYTES"] = chunkBytes.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its output so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Kills it as soon as the condition holds. False: it ended before.</summary>
    public async Task<bool> KillWhenAsync(Func<bool> condition)
    {
        while (!_process.HasExited)
        {
            if (condition())
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
                return true;
            }

            await Task.Delay(1);
        }

        return false;
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
