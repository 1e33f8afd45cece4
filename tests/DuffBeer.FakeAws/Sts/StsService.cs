using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DuffBeer.FakeAws.Signing;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Sts;

/// <summary>Roles for other credentials, and for web identities, which prove themselves by a token instead of a signature.</summary>
sealed partial class StsService(FakeAwsCredentials credentials, FakeAwsSettings settings)
{
    public const string WebIdentity = "AssumeRoleWithWebIdentity";

    static readonly XNamespace s_sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    public async Task AnswerAsync(WireCall call, HttpContext http)
    {
        var form = new QueryValues(Encoding.UTF8.GetString(call.Body.Span));
        if (call.Operation is not ("AssumeRole" or WebIdentity))
            throw new WireException(400, "InvalidAction", $"Could not find operation {call.Operation} for version 2011-06-15");
        var role = RoleOf(form, $"sts:{call.Operation}");
        if (call.Operation == WebIdentity)
            WebIdentityToken.Check(form["WebIdentityToken"] ?? throw Missing("webIdentityToken"), settings);

        var seconds = int.Parse(form["DurationSeconds"] ?? "3600", CultureInfo.InvariantCulture);
        if (seconds < 900)
            throw Invalid($"Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: "
                + "Member must have value greater than or equal to 900");
        var expires = DateTimeOffset.UtcNow.AddSeconds(seconds);
        var (access, secret, session) = credentials.Issue(expires);
        await XmlAnswer.WriteAsync(http.Response, 200, new(s_sts + $"{call.Operation}Response",
            new XElement(s_sts + $"{call.Operation}Result",
                new XElement(s_sts + "AssumedRoleUser",
                    new XElement(s_sts + "Arn", $"{role.Replace(":iam:", ":sts:", StringComparison.Ordinal)}/{form["RoleSessionName"]}"),
                    new XElement(s_sts + "AssumedRoleId", $"AROAPEER:{form["RoleSessionName"]}")),
                new XElement(s_sts + "Credentials",
                    new XElement(s_sts + "AccessKeyId", access),
                    new XElement(s_sts + "SecretAccessKey", secret),
                    new XElement(s_sts + "SessionToken", session),
                    new XElement(s_sts + "Expiration", expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))),
            new XElement(s_sts + "ResponseMetadata", new XElement(s_sts + "RequestId", "fake"))));
    }

    /// <summary>The role, which must be one of this account.</summary>
    string RoleOf(QueryValues form, string action)
    {
        var role = form["RoleArn"] ?? throw Missing("roleArn");
        if (!Arn().IsMatch(role))
            throw new WireException(400, "ValidationError", $"{role} is invalid");
        var session = form["RoleSessionName"] ?? throw Missing("roleSessionName");
        if (!SessionName().IsMatch(session))
            throw Invalid($"Value '{session}' at 'roleSessionName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        return role.StartsWith($"arn:aws:iam::{settings.Account}:role/", StringComparison.Ordinal)
            ? role
            : throw new WireException(
                403,
                "AccessDenied",
                action == $"sts:{WebIdentity}"
                    ? $"Not authorized to perform {action}"
                    : $"User: arn:aws:iam::{settings.Account}:user/fake is not authorized to perform: {action} on resource: {role}");
    }

    static WireException Missing(string field) =>
        Invalid($"Value null at '{field}' failed to satisfy constraint: Member must not be null");

    static WireException Invalid(string why) => new(400, "ValidationError", $"1 validation error detected: {why}");

    [GeneratedRegex(@"^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$")]
    private static partial Regex Arn();

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}$")]
    private static partial Regex SessionName();
}
