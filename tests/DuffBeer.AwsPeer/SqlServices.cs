using DuffBeer.AwsPeer.Athena;
using DuffBeer.AwsPeer.Events;
using DuffBeer.AwsPeer.Glue;

namespace DuffBeer.AwsPeer;

/// <summary>Glue, Athena and EventBridge of a peer.</summary>
public sealed class SqlServices : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aws-peer-sql-").FullName;

    public SqlServices(Peer peer)
    {
        Glue = new(new());
        Athena = new(Glue.State, peer.Buckets, _folder);
        Events = new();
        peer.Add(Glue);
        peer.Add(Athena);
        peer.Add(Events);
    }

    public GlueService Glue { get; }
    public AthenaService Athena { get; }
    public EventsService Events { get; }

    public void Dispose()
    {
        Athena.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
