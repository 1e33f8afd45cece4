using System.Net;
using DuffBeer.Api.Keys;

namespace DuffBeer.Local.Serving;

/// <summary>Where and to whom a server answers.</summary>
/// <param name="Port">0: any that is free.</param>
/// <param name="Keys">Asked for where others than this machine can reach the address.</param>
/// <param name="Watch">Files that are put into landing are ingested.</param>
sealed record ServeRequest(IPAddress Address, int Port, IReadOnlyList<ApiKey> Keys, bool Watch = false)
{
    public bool IsOpen => !IPAddress.IsLoopback(Address);
}
