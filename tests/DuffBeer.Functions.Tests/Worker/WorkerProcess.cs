using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Reflection;
using DuffBeer.Functions.Tests.Worker.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Tests.Worker;

/// <summary>The published host as a process, and the Functions host's end of its gRPC stream.</summary>
sealed class WorkerProcess : FunctionRpc.FunctionRpcBase, IAsyncDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _pending = [];
    readonly TaskCompletionSource<IServerStreamWriter<StreamingMessage>> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SemaphoreSlim _write = new(1);
    readonly ConcurrentQueue<string> _output = [];
    WebApplication _server = null!;
    Process _process = null!;

    public static string Folder { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Published").Value!;

    /// <summary>Starts the host with these settings and waits until it answers.</summary>
    public static async Task<WorkerProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var worker = new WorkerProcess();
        await worker.ServeAsync();
        worker.Run(settings);
        return worker;
    }

    /// <summary>Sends a message and waits for the answer to it.</summary>
    public async Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answer = _pending[message.RequestId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(message);
        return await WithinPatienceAsync(answer.Task);
    }

    /// <summary>Waits until the process has ended. Returns its exit code and what it wrote.</summary>
    public async Task<(int Code, string Output)> EndAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, string.Join('\n', _output));
    }

    public async Task SendAsync(StreamingMessage message)
    {
        var stream = await WithinPatienceAsync(_stream.Task);
        await _write.WaitAsync();
        try
        {
            await stream.WriteAsync(message);
        }
        finally
        {
            _write.Release();
        }
    }

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                if (message.ContentCase == StreamingMessage.ContentOneofCase.StartStream)
                    _stream.TrySetResult(responseStream);
                else if (_pending.TryRemove(message.RequestId, out var answer))
                    answer.TrySetResult(message);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The worker has ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _server.DisposeAsync();
        _write.Dispose();
    }

    async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this).AddGrpc();
        _server = builder.Build();
        _server.MapGrpcService<WorkerProcess>();
        await _server.StartAsync();
    }

    void Run(IReadOnlyDictionary<string, string> settings)
    {
        var address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(Folder, "DuffBeer.Functions.dll"), "--functions-uri", address, "--functions-request-id", "start",
                "--functions-worker-id", "worker", "--functions-grpc-max-message-length", "16777216",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
            Environment = { ["FUNCTIONS_APPLICATION_DIRECTORY"] = Folder, ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated" },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    async Task<T> WithinPatienceAsync<T>(Task<T> task)
    {
        var ended = _process.WaitForExitAsync();
        await Task.WhenAny(task, ended, Task.Delay(s_patience));
        Assert.True(task.IsCompleted, $"The worker {(ended.IsCompleted ? "has ended" : "does not answer")}:\n{string.Join('\n', _output)}");
        return await task;
    }
}
