namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>The ids of one business, the same in all of its files.</summary>
sealed class RestaurantIds(ulong seed)
{
    public ObjectId Restaurant { get; } = new(seed, 1);
    public ObjectId Order { get; } = new(seed, 2);
    public ObjectId Line { get; } = new(seed, 3);
    public ObjectId User { get; } = new(seed, 4);
}
