using System.Reflection;
using GpuCluster.Core.Errors;

namespace GpuCluster.Core.Guards;

/// <summary>Libraries that a small build of the program leaves out: they read and write files of rare formats.</summary>
public static class OptionalLibrary
{
    /// <summary>Whether a library is part of this build.</summary>
    /// <param name="assembly">The assembly's simple name, for example "ParquetSharp".</param>
    public static bool IsHere(string assembly)
    {
        try
        {
            _ = Assembly.Load(new AssemblyName(assembly));
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Refuses a file whose library was left out; to be called before the library is used.</summary>
    /// <param name="path">The file, to be read or written.</param>
    /// <param name="assembly">The assembly's simple name.</param>
    /// <exception cref="UnusableInputException">The library is not part of this build.</exception>
    public static void Require(string path, string assembly)
    {
        if (!IsHere(assembly))
        {
            throw new UnusableInputException(
                $"{path}: this small build of the program leaves out {assembly}, which such files need; use a whole build, or .npy files"
            );
        }
    }
}
