using System.Diagnostics;
using System.Reflection;
using DuffBeer.FakeAws;

namespace DuffBeer.Aws.Tests.Wire;

/// <summary>The end-to-end script's PUT is signed as AWS requires.</summary>
public sealed class SignedPutTests
{
    [Theory]
    [InlineData("the secret", 200)]
    [InlineData("another secret", 403)]
    public async Task A_PUT_of_the_script_is_accepted_if_its_key_is_right(string secret, int status)
    {
        await using var fake = await FakeAwsFixture.StartAsync(new() { SecretKey = "the secret" });
        var module = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "SignedPut").Value!;
        var script = $$"""
            import('{{new Uri(module)}}')
              .then(({ signedPut }) => signedPut('{{fake.Server.Endpoint}}{{FakeAwsFixture.Bucket}}/a/b%20c.csv', 'a,b\n1,2\n'))
              .then(answer => process.stdout.write(String(answer.status)));
            """;
        using var node = Process.Start(new ProcessStartInfo("node", ["-e", script])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["AWS_ACCESS_KEY_ID"] = fake.Server.Settings.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = secret,
                ["AWS_REGION"] = fake.Server.Settings.Region,
            },
        })!;

        Assert.Equal($"{status}", await node.StandardOutput.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.Equal(status == 200, await fake.Store().StatAsync("a/b c.csv", default) is not null);
    }
}
