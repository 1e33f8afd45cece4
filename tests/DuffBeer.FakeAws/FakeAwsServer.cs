using System.Runtime.InteropServices;
using DuffBeer.FakeAws.Faults;
using DuffBeer.FakeAws.S3;
using DuffBeer.FakeAws.Signing;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DuffBeer.FakeAws;

/// <summary>A fake AWS over HTTP: checks signatures, answers as the services do, and fails on demand.</summary>
public sealed class FakeAwsServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly FakeAwsDispatch _dispatch;
    readonly string? _temporary;
    readonly SentBytes _sent = new();

    FakeAwsServer(FakeAwsSettings settings, WebApplication app)
    {
        Settings = settings;
        _app = app;
        _temporary = settings.Root is null ? Directory.CreateTempSubdirectory("fake-aws-").FullName : null;
        Faults = new(settings.FaultRate, settings.Seed);
        Credentials = new(settings.AccessKey, settings.SecretKey);
        Buckets = new(settings.Root ?? _temporary!, settings);
        _dispatch = new(Faults, new(Credentials, Faults, settings.Region), Policies, new(Buckets), new(Credentials, settings));
    }

    public FakeAwsSettings Settings { get; }

    public FaultPlan Faults { get; }

    public FakeAwsCredentials Credentials { get; }

    /// <summary>What each access key may do.</summary>
    public AccessPolicies Policies { get; } = new();

    public Buckets Buckets { get; }

    public Uri Endpoint => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Every accepted call, such as <c>s3:PutObject</c>, in order.</summary>
    public IReadOnlyList<WireCall> Calls => _dispatch.Calls;

    /// <summary>Bytes of all answers' bodies so far.</summary>
    public long BytesSent => _sent.Bytes;

    /// <summary>Adds a JSON 1.1 service, found by the first part of its X-Amz-Target.</summary>
    public void Add(IJsonService service) => _dispatch.Add(service);

    public static async Task<FakeAwsServer> StartAsync(FakeAwsSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestLineSize = 32 << 10;
            kestrel.AddServerHeader = false;
        });
        builder.WebHost.UseUrls($"http://127.0.0.1:{settings.Port}");
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var server = new FakeAwsServer(settings, app);
        app.Run(http => server._sent.CountAsync(http, server._dispatch.AnswerAsync));
        await app.StartAsync();
        return server;
    }

    /// <summary>Completes when the process receives a signal to end.</summary>
    public static async Task StoppedAsync()
    {
        var stopped = new TaskCompletionSource();
        Console.CancelKeyPress += (_, ask) =>
        {
            ask.Cancel = true;
            stopped.TrySetResult();
        };
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        });
        await stopped.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_temporary is not null)
            Directory.Delete(_temporary, recursive: true);
    }
}
