namespace DuffBeer.Core.Ports;

/// <summary>Publishes events about runs and refreshes: to EventBridge, to a collector of lineage, or to the log.</summary>
public interface IEventPublisher
{
    /// <param name="detailType">One of <c>Announcement</c>, such as <c>RunCompleted</c>.</param>
    /// <param name="detail">JSON with ids and counts, never cells.</param>
    Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken);
}
