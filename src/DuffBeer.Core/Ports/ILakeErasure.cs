namespace DuffBeer.Core.Ports;

/// <summary>Erases rows from landing and from everything that was made of it, one erasure at a time.</summary>
public interface ILakeErasure
{
    /// <summary>Starts an erasure that the lake has on record, or goes on with it. It also goes on after a crash.</summary>
    Task StartAsync(string id, CancellationToken cancellationToken);
}
