using DuffBeer.Reliability.Tests;

if (Campaign.Read(args) is not { } campaign)
{
    await Console.Error.WriteLineAsync(Campaign.Usage);
    return 2;
}

return await campaign.RunAsync() == 0 ? 0 : 1;
