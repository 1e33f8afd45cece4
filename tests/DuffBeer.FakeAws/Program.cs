using DuffBeer.FakeAws;

FakeAwsSettings settings;
try
{
    settings = FakeAwsSettings.Parse(args);
}
catch (Exception wrong) when (wrong is ArgumentException or FormatException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

await using var fake = await FakeAwsServer.StartAsync(settings);
using var sql = new SqlServices(fake);
Console.WriteLine($"AWS_ENDPOINT_URL={fake.Endpoint}");
Console.WriteLine($"AWS_REGION={settings.Region} AWS_ACCESS_KEY_ID={settings.AccessKey} AWS_SECRET_ACCESS_KEY={settings.SecretKey}");
Console.WriteLine($"Buckets: {string.Join(", ", settings.Buckets)}. Faults: GET and PUT {fake.Endpoint}_fake/faults");
await FakeAwsServer.StoppedAsync();
return 0;
