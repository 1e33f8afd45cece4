namespace DuffBeer.Core.Ports;

/// <summary>Deletes what is no longer needed in the lake, one maintenance at a time.</summary>
public interface ILakeMaintenance
{
    /// <summary>Requests a maintenance. Returns the id of the one under way, or of the one that begins now.</summary>
    Task<string> RequestAsync(CancellationToken cancellationToken);
}
