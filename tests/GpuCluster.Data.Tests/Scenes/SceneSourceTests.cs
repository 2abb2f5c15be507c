using System.Reflection;
using System.Text.Json;
using GpuCluster.Data.Scenes;

namespace GpuCluster.Data.Tests.Scenes;

/// <summary>A scene keeps how its data was read.</summary>
public sealed class SceneSourceTests
{
    /// <summary>What changes the way of reading only, or is the scene's own affair.</summary>
    private static readonly string[] NotKept =
    [
        nameof(DatasetOptions.PositionsAlone),
        nameof(DatasetOptions.ChecksLate),
        nameof(DatasetOptions.Progress),
    ];

    public static TheoryData<string> Kept =>
        [.. typeof(DatasetOptions).GetProperties().Select(property => property.Name).Where(name => !NotKept.Contains(name))];

    [Theory]
    [MemberData(nameof(Kept))]
    public void Every_option_comes_back(string name)
    {
        PropertyInfo property = typeof(DatasetOptions).GetProperty(name)!;
        object value = Other(property);
        DatasetOptions options = new();
        property.SetValue(options, value);

        SceneSource source = SceneSource.Of(typeof(SceneSource).Assembly.Location, options, Path.GetTempPath());
        SceneSource read = JsonSerializer.Deserialize<SceneSource>(JsonSerializer.Serialize(source))!;

        Assert.Equal(value, property.GetValue(read.Options));
    }

    // Another value than the default's.
    private static object Other(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            _ when type == typeof(string) => Path.Combine(Path.GetTempPath(), "named"),
            _ when type == typeof(int) => 3,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(0.2),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().First(value => !value.Equals(property.GetValue(new DatasetOptions()))),
            _ => throw new NotSupportedException($"{property.Name}: say here what another {type.Name} is"),
        };
    }
}
