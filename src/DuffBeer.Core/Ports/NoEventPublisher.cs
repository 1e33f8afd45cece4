namespace DuffBeer.Core.Ports;

/// <summary>Publishes nothing: for a host where no event is wanted.</summary>
public sealed class NoEventPublisher : IEventPublisher
{
    public Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken) => Task.CompletedTask;
}
