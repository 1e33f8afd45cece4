using System.Net;
using System.Security.Cryptography;
using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Tests.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace DuffBeer.Api.Tests.Http;

public sealed class EntraTests : IAsyncLifetime
{
    readonly Clock _clock = new();
    Tenant _tenant = null!;
    EntraTokens _tokens = null!;

    public async Task InitializeAsync()
    {
        _tenant = await Tenant.StartAsync();
        // A busy machine may take longer than a caller waits.
        _tokens = new(_tenant.Settings, _clock, TimeSpan.FromSeconds(30));
    }

    public async Task DisposeAsync()
    {
        _tokens.Dispose();
        await _tenant.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tokens_of_both_versions_have_the_scopes_of_their_application(int version)
    {
        var caller = await CheckAsync(_tenant.Token(version));

        Assert.Equal(("client 'uploads'", Scope.Ingest), (caller.Name, Assert.Single(caller.Scopes)));
    }

    [Fact]
    public async Task Every_token_that_is_not_the_tenants_own_for_this_API_is_401_and_says_why()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var other = RSA.Create(2_048);
        var publicKey = _tenant.Key.Rsa.ExportSubjectPublicKeyInfo();
        var kid = _tenant.Key.KeyId;
        var honest = _tenant.Token();
        (string Case, string Token, string Reason)[] cases =
        [
            ("expired", _tenant.Token(claims: ("exp", now - 120)), "it has expired"),
            ("future", _tenant.Token(claims: ("nbf", now + 600)), "it is not valid yet"),
            ("no end", _tenant.Token(claims: ("exp", null)), "it has no end"),
            ("audience", _tenant.Token(claims: ("aud", "api://other")), "its audience is another one"),
            ("no audience", _tenant.Token(claims: ("aud", null)), "its audience is another one"),
            ("issuer", _tenant.Token(claims: ("iss", "https://login.microsoftonline.com/common/v2.0")), "its issuer is not the tenant"),
            ("no issuer", _tenant.Token(claims: ("iss", null)), "its issuer is not the tenant"),
            ("tenant", _tenant.Token(claims: ("tid", $"{Guid.NewGuid()}")), "its tenant is another one"),
            ("application", _tenant.Token(claims: ("azp", $"{Guid.NewGuid()}")), "its application is not among"),
            ("no application", _tenant.Token(claims: ("azp", null)), "its application is not among"),
            ("user", _tenant.Token(claims: ("scp", "access_as_user")), "it is a user's"),
            ("none", _tenant.Forged("""{"alg":"none","typ":"JWT"}""", _ => []), "it is not signed with RS256"),
            ("none with a key", _tenant.Forged($$"""{"alg":"none","kid":"{{kid}}"}""", _ => []), "it is not signed with RS256"),
            (
                "HS256 with the public key",
                _tenant.Forged($$"""{"alg":"HS256","typ":"JWT","kid":"{{kid}}"}""", bytes => HMACSHA256.HashData(publicKey, bytes)),
                "it is not signed with RS256"),
            (
                "RS256 in name only",
                _tenant.Forged($$"""{"alg":"RS256","typ":"JWT","kid":"{{kid}}"}""", bytes => HMACSHA256.HashData(publicKey, bytes)),
                "its signature is wrong"),
            (
                "no key",
                _tenant.Forged(
                    """{"alg":"RS256","typ":"JWT"}""",
                    bytes => _tenant.Key.Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
                "it does not name its key"),
            (
                "another's key",
                _tenant.Token(signed: new(new RsaSecurityKey(other) { KeyId = kid }, SecurityAlgorithms.RsaSha256)),
                "its signature is wrong"),
            ("PS256", _tenant.Token(signed: new(_tenant.Key, SecurityAlgorithms.RsaSsaPssSha256)), "it is not signed with RS256"),
            ("changed", honest[..^6] + (honest[^6] == 'A' ? 'B' : 'A') + honest[^5..], "its signature is wrong"),
            ("cut off", honest[..^20], "its signature is wrong"),
            ("oversized", honest + new string('A', 10_000), "it is too long"),
            ("empty", "", "it is not a JWT"),
            ("text", "not.a.token", "it is not a JWT"),
            ("five parts", $"{honest}.a.b", "it is not"),
        ];

        var wrong = new List<string>();
        foreach (var (name, token, reason) in cases)
        {
            var problem = await ProblemAsync(token);
            if (problem is not { Status: 401 } || !problem.Detail.Contains(reason, StringComparison.Ordinal))
                wrong.Add($"{name}: {problem?.Status} {problem?.Detail}");
            else if (token.Split('.').Any(part => part.Length > 5 && problem.Detail.Contains(part, StringComparison.Ordinal)))
                wrong.Add($"{name}: the answer repeats the token");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_small_difference_of_clocks_is_allowed()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        await CheckAsync(_tenant.Token(claims: [("exp", now - 30)]));
        await CheckAsync(_tenant.Token(claims: [("nbf", now + 30)]));
    }

    [Fact]
    public async Task A_new_key_of_the_tenant_is_read_when_a_token_names_it()
    {
        await CheckAsync(_tenant.Token());
        _clock.Passed += TimeSpan.FromMinutes(6);
        _tenant.RollOver();

        await CheckAsync(_tenant.Token());
    }

    [Fact]
    public async Task Invented_keys_make_it_read_the_keys_at_most_every_five_minutes()
    {
        await CheckAsync(_tenant.Token());
        var reads = _tenant.Reads;
        _tenant.RollOver(isPublished: false);
        for (var i = 0; i < 5; i++)
            Assert.Equal(401, (await ProblemAsync(_tenant.Token()))!.Status);
        Assert.Equal(reads, _tenant.Reads);

        _clock.Passed += TimeSpan.FromMinutes(6);
        for (var i = 0; i < 5; i++)
            Assert.Contains("its key is unknown", (await ProblemAsync(_tenant.Token()))!.Detail, StringComparison.Ordinal);
        Assert.Equal(2 * reads, _tenant.Reads);
    }

    [Fact]
    public async Task A_tenant_that_does_not_answer_is_503_until_its_keys_are_known_and_never_401()
    {
        _tenant.IsDown = true;
        var problem = await ProblemAsync(_tenant.Token());
        Assert.Equal((503, "TokenKeysUnavailable", 10), (problem!.Status, problem.Code, problem.RetryAfter));
        Assert.Equal(503, (await ProblemAsync(_tenant.Token()))!.Status);

        _tenant.IsDown = false;
        _clock.Passed += TimeSpan.FromSeconds(6);
        await CheckAsync(_tenant.Token());

        _tenant.IsDown = true;
        _clock.Passed += TimeSpan.FromDays(2);
        await CheckAsync(_tenant.Token());
        _tenant.RollOver();
        Assert.Equal(503, (await ProblemAsync(_tenant.Token()))!.Status);
    }

    [Fact]
    public async Task A_server_takes_keys_and_tokens_and_its_webhook_never_answers_403()
    {
        using var folder = new TemporaryFolder();
        var file = new DuffBeer.Local.Serving.KeyFile(folder.Path);
        var key = await file.MakeAsync("reports", [Scope.Report], default);
        await using var server = await Server.StartAsync(keys: file.Read(), entra: _tenant.Settings);
        server.Http.BaseAddress = new(server.Host.Address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        (string, string) uploads = ("Authorization", $"Bearer {_tenant.Token()}");
        (string, string) reader = ("Authorization", $"bearer {_tenant.Token(claims: ("azp", $"{_tenant.Reader}"))}");
        server.Put("duff/orders/a.csv", Csv.Header + Csv.Rows(1));

        // On a busy machine the first callers may not wait long enough for the tenant's keys.
        var taken = await EventAsync(uploads);
        for (; taken.Status == HttpStatusCode.ServiceUnavailable; taken = await EventAsync(uploads))
            Assert.Equal("TokenKeysUnavailable", taken.Problem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/reports", reader)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/reports", ("x-functions-key", key))).Status);
        Assert.Equal("Forbidden", (await server.GetAsync("/api/reports", uploads)).Problem(HttpStatusCode.Forbidden));

        foreach (var caller in new[] { reader, ("x-functions-key", key) })
        {
            var refused = await EventAsync(caller);
            Assert.Equal("ScopeMissing", refused.Problem(HttpStatusCode.Unauthorized));
            Assert.Contains("does not have the scope Ingest", refused.Text, StringComparison.Ordinal);
        }

        var bad = await EventAsync(("Authorization", "Bearer nonsense"));
        Assert.Equal("InvalidToken", bad.Problem(HttpStatusCode.Unauthorized));
        Assert.StartsWith("Bearer error=", bad.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal("Unauthorized", (await EventAsync()).Problem(HttpStatusCode.Unauthorized));

        var document = (await server.GetAsync("/api/openapi.json")).Json;
        Assert.Equal(
            ["header", "query", "token"],
            document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Name));
        var webhook = document.GetProperty("paths").GetProperty("/events/s3").GetProperty("post");
        Assert.Equal(3, webhook.GetProperty("security").GetArrayLength());
        Assert.False(webhook.GetProperty("responses").TryGetProperty("403", out _));

        Task<Answer> EventAsync(params (string, string)[] headers) =>
            server.PostAsync("/api/events/s3", S3Event.Of("duff/orders/a.csv"), headers);
    }

    [Fact]
    public void Every_missing_or_invalid_setting_is_named()
    {
        Assert.Equal(
            [
                "Entra__TenantId must be", "Entra__Audience is missing", "Entra__Clients__one__Id must be",
                "Entra__Clients__two__Scopes must name", "Entra__Authority must be",
            ],
            ProblemsOf(
                ("Entra:TenantId", "contoso"), ("Entra:Clients:one:Id", "7"), ("Entra:Clients:one:Scopes", "Ingest"),
                ("Entra:Clients:two:Id", $"{Guid.NewGuid()}"), ("Entra:Clients:two:Scopes", "Everything"),
                ("Entra:Authority", "http://login.example"))
                .Select(problem => problem[..problem.IndexOf(' ', problem.IndexOf(' ', StringComparison.Ordinal) + 1)] + Third(problem)));
        Assert.Contains("name at least one application", ProblemsOf(("Entra:TenantId", $"{Guid.NewGuid()}"))[^1], StringComparison.Ordinal);
        var id = $"{Guid.NewGuid()}";
        Assert.Contains(
            $"is {id} for a and b",
            Assert.Single(ProblemsOf(
                ("Entra:TenantId", $"{Guid.NewGuid()}"), ("Entra:Audience", "a, b"), ("Entra:Clients:a:Id", id),
                ("Entra:Clients:a:Scopes", "Ingest"), ("Entra:Clients:b:Id", id), ("Entra:Clients:b:Scopes", "Report"))),
            StringComparison.Ordinal);
        Assert.Null(EntraSettings.Read(new ConfigurationBuilder().Build(), _ => { }));
    }

    static string Third(string problem) => problem.Contains(" missing", StringComparison.Ordinal) ? " missing"
        : problem.Contains(" must be", StringComparison.Ordinal) ? " be" : " name";

    static List<string> ProblemsOf(params (string Name, string Value)[] settings)
    {
        var problems = new List<string>();
        EntraSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)))
                .Build(),
            problems.Add);
        return problems;
    }

    Task<Caller> CheckAsync(string token) => _tokens.CheckAsync(token, default);

    async Task<ApiProblem?> ProblemAsync(string token)
    {
        try
        {
            await CheckAsync(token);
            return null;
        }
        catch (ApiException refused)
        {
            return refused.Problem;
        }
    }

    sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Passed;
    }
}
