using DuffBeer.FakeAws.Athena;
using DuffBeer.FakeAws.Events;
using DuffBeer.FakeAws.Glue;
using DuffBeer.FakeAws.Queues;

namespace DuffBeer.FakeAws;

/// <summary>Glue, Athena, EventBridge and SQS of a server.</summary>
public sealed class SqlServices : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("fake-aws-sql-").FullName;

    public SqlServices(FakeAwsServer server)
    {
        Glue = new(new());
        Athena = new(Glue.State, server.Buckets, _folder);
        Events = new();
        Queues = new(server.Settings.Account);
        server.Add(Glue);
        server.Add(Athena);
        server.Add(Events);
        server.Add(Queues);
    }

    public GlueService Glue { get; }
    public AthenaService Athena { get; }
    public EventsService Events { get; }
    public QueueService Queues { get; }

    public void Dispose()
    {
        Athena.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
