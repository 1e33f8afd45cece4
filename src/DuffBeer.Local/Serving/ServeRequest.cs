using System.Net;
using DuffBeer.Api.Keys;

namespace DuffBeer.Local.Serving;

/// <summary>Address and access of a server.</summary>
/// <param name="Port">0: any free port.</param>
/// <param name="Keys">Required where other machines can reach the address.</param>
/// <param name="Watch">Files that appear in landing are ingested.</param>
sealed record ServeRequest(IPAddress Address, int Port, IReadOnlyList<ApiKey> Keys, bool Watch = false)
{
    /// <summary>How long a file in landing must not have changed. Default: 5 seconds.</summary>
    public TimeSpan Stable { get; init; } = TimeSpan.FromSeconds(DefaultStableSeconds);

    /// <summary>Time between two maintenances of the lake; null: only on request. Default: a day.</summary>
    public TimeSpan? MaintainEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Tokens that are accepted beside keys, where other machines can reach the address; null for none.</summary>
    public EntraSettings? Entra { get; init; }

    public const int DefaultStableSeconds = 5;

    public bool IsOpen => !IPAddress.IsLoopback(Address);
}
