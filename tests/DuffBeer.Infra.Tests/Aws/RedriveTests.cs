using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>redrive.sh with a stand-in for the AWS command line that has one queue and one event bus.</summary>
public sealed class RedriveTests : IDisposable
{
    const string Event = """
        {"version":"0","id":"1","source":"aws.s3","detail-type":"Object Created",
        "detail":{"bucket":{"name":"landing"},"object":{"key":"duff/orders/ä + b.csv","version-id":"v1"},"reason":"PutObject"}}
        """;

    /// <summary>Answers as AWS does, from files: one message per file in queue/, one line per event in events.</summary>
    const string Aws = """
        #!/usr/bin/env bash
        set -euo pipefail
        home=$(dirname "$0")
        echo "$*" >> "$home/calls"
        option() { local name=$1; shift; while [[ $# -gt 0 ]]; do [[ $1 != "$name" ]] || { echo "$2"; return; }; shift; done; exit 9; }
        case "$1 $2" in
          'sqs get-queue-url') [[ $(option --queue-name "$@") == shop-dev-dead-letters ]] && echo https://queue ;;
          'sqs get-queue-attributes') ls "$home/queue" | wc -l ;;
          'sqs receive-message')
            files=$(ls "$home/queue" | grep -v seen | head -10) || exit 0
            for file in $files; do
              jq -n --arg id "$file" --rawfile body "$home/queue/$file" '{MessageId: $id, ReceiptHandle: "handle-\($id)", Body: $body}'
              mv "$home/queue/$file" "$home/queue/$file.seen"
            done | jq -s '{Messages: .}' ;;
          'events put-events')
            option --entries "$@" | jq -c '.[]' >> "$home/events"
            [[ -e $home/refuse ]] && echo 1 || echo 0 ;;
          'sqs delete-message') rm "$home/queue/$(option --receipt-handle "$@" | sed s/^handle-//).seen" ;;
          *) exit 9 ;;
        esac
        """;

    readonly TemporaryFolder _folder = new();

    public RedriveTests()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Write("aws", Aws), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Folder("queue");
    }

    public void Dispose() => _folder.Dispose();

    [BashFact]
    public void Every_dead_letter_is_sent_again_and_then_deleted()
    {
        foreach (var number in Enumerable.Range(0, 11))
            _folder.Write($"queue/m{number}", Event);

        var (code, output, _) = Run("shop-dev");

        Assert.Equal(0, code);
        Assert.EndsWith("Sent again: 11. Left: 0.\n", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder["queue"]));
        var events = File.ReadLines(_folder["events"]).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(11, events.Count);
        Assert.All(events, sent =>
        {
            Assert.Equal("shop-dev.redrive", sent["Source"]!.GetValue<string>());
            Assert.Equal("Object Created", sent["DetailType"]!.GetValue<string>());
            var detail = JsonNode.Parse(sent["Detail"]!.GetValue<string>());
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Event)!["detail"], detail));
        });
    }

    [BashFact]
    public void A_letter_that_EventBridge_refuses_stays()
    {
        _folder.Write("queue/m1", Event);
        _folder.Write("refuse", "");

        var (code, output, errors) = Run("shop-dev");

        Assert.Equal(1, code);
        Assert.EndsWith("Sent again: 0. Left: 1.\n", output, StringComparison.Ordinal);
        Assert.Contains("EventBridge refused the message m1", errors, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_folder["queue"]));
    }

    [BashFact]
    public void What_is_no_event_of_an_object_stays_and_the_others_are_sent()
    {
        string[] bodies = ["no JSON", "[1]", "\"text\"", "{}", """{"detail":{"bucket":"landing"}}""", Event];
        foreach (var (number, body) in bodies.Index())
            _folder.Write($"queue/m{number}", body);

        var (code, output, _) = Run("shop-dev");

        Assert.Equal(1, code);
        Assert.EndsWith("Sent again: 1. Left: 5.\n", output, StringComparison.Ordinal);
        Assert.Single(File.ReadLines(_folder["events"]));
    }

    [BashFact]
    public void A_dry_run_only_counts()
    {
        _folder.Write("queue/m1", Event);

        var (code, output, _) = Run("shop-dev", "--dry-run");

        Assert.Equal((0, "About 1 dead letters are in shop-dev-dead-letters.\n"), (code, output));
        Assert.DoesNotContain(File.ReadLines(_folder["calls"]), call => call.Contains("receive", StringComparison.Ordinal));
    }

    [BashFact]
    public void It_says_how_it_is_called()
    {
        Assert.Equal(2, Run().Code);
        Assert.Equal(2, Run("--dry-run").Code);
        Assert.Contains("redrive.sh PROJECT-ENVIRONMENT [--dry-run]", Run("shop-dev", "--wet-run").Errors, StringComparison.Ordinal);
    }

    (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Terraform.Source, "redrive.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder.Path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>A test that needs bash and jq. Where one is absent, the result says that it did not run.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    sealed class BashFactAttribute : FactAttribute
    {
        public BashFactAttribute() => Skip = ((string[])["bash", "jq"]).FirstOrDefault(tool => !IsThere(tool)) is { } missing
            ? $"DID NOT RUN: '{missing}' is not on the PATH."
            : null;

        static bool IsThere(string tool) =>
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, tool)));
    }
}
