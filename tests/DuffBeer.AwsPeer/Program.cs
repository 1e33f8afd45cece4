using DuffBeer.AwsPeer;

PeerSettings settings;
try
{
    settings = PeerSettings.Parse(args);
}
catch (Exception wrong) when (wrong is ArgumentException or FormatException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

await using var peer = await Peer.StartAsync(settings);
using var sql = new SqlServices(peer);
Console.WriteLine($"AWS_ENDPOINT_URL={peer.Endpoint}");
Console.WriteLine($"AWS_REGION={settings.Region} AWS_ACCESS_KEY_ID={settings.AccessKey} AWS_SECRET_ACCESS_KEY={settings.SecretKey}");
Console.WriteLine($"Buckets: {string.Join(", ", settings.Buckets)}. Faults: GET and PUT {peer.Endpoint}_peer/faults");
await Peer.StoppedAsync();
return 0;
