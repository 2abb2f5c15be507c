using System.Text.Json;
using System.Text.Json.Nodes;
using GpuCluster.App.Diagnosis;
using GpuCluster.Core.Errors;
using GpuCluster.Session.Remote;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace GpuCluster.App.Commands.Views;

/// <summary>
/// Serves <see cref="RemoteVerbs"/> as tools. Each call makes its own connection to the window, so that a window may be opened, closed
/// and opened again meanwhile. The only code that loads the protocol's library.
/// </summary>
internal static class McpTools
{
    /// <summary>Serves until standard input ends.</summary>
    /// <param name="path">The window's socket.</param>
    /// <param name="cancellation">Ends it earlier.</param>
    public static async Task ServeAsync(string path, CancellationToken cancellation)
    {
        McpServerOptions options = new()
        {
            ServerInfo = new Implementation { Name = "gpucluster", Version = ProgramVersion.Text },
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. RemoteVerbs.All.Select(ToolOf)] }),
                CallToolHandler = (request, stop) => CallAsync(path, request.Params, stop),
            },
        };
        StdioServerTransport transport = new(options);
        await using (transport.ConfigureAwait(false))
        {
            McpServer server = McpServer.Create(transport, options);
            await using (server.ConfigureAwait(false))
                await server.RunAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static Tool ToolOf(RemoteVerb verb)
    {
        JsonObject properties = [];
        foreach (RemoteParameter parameter in verb.Parameters)
            properties[parameter.Name] = SchemaOf(parameter);
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. verb.Parameters.Where(each => each.IsRequired).Select(each => (JsonNode)each.Name)]),
            ["additionalProperties"] = false,
        };
        return new Tool
        {
            Name = verb.Name,
            Description = verb.Description + ".",
            InputSchema = JsonSerializer.SerializeToElement(schema),
        };
    }

    private static JsonObject SchemaOf(RemoteParameter parameter)
    {
        JsonObject schema = new()
        {
            ["type"] = parameter.Kind switch
            {
                RemoteKind.Text => "string",
                RemoteKind.Number => "number",
                RemoteKind.Flag => "boolean",
                RemoteKind.Numbers => "array",
                _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Kind, "no such kind"),
            },
            ["description"] = parameter.Description,
        };
        if (parameter.Kind == RemoteKind.Numbers)
            schema["items"] = new JsonObject { ["type"] = "number" };
        return schema;
    }

    private static async ValueTask<CallToolResult> CallAsync(string path, CallToolRequestParams call, CancellationToken cancellation)
    {
        try
        {
            JsonObject request = new() { ["verb"] = RemoteVerbs.Find(call.Name).Name };
            foreach ((string name, JsonElement value) in call.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            {
                if (name is "id" or "verb" or "token")
                    throw new UnusableInputException($"{call.Name} has no argument {name}");
                request[name] = JsonSerializer.SerializeToNode(value);
            }

            using RemoteCaller caller = await RemoteCaller.ConnectAsync(path, cancellation).ConfigureAwait(false);
            JsonObject result = await caller.CallAsync(request, cancellation).ConfigureAwait(false);
            return ResultOf(RemoteCall.TextOf(result), isError: false);
        }
        catch (UnusableInputException refusal)
        {
            return ResultOf(refusal.Message, isError: true);
        }
    }

    private static CallToolResult ResultOf(string text, bool isError) =>
        new() { Content = [new TextContentBlock { Text = text }], IsError = isError };
}
