namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>What is known before an instruction.</summary>
/// <param name="stack">The evaluation stack, its top last.</param>
/// <param name="locals">By index; null before the first assignment.</param>
/// <param name="arguments">By index, <c>this</c> first.</param>
internal sealed class IlState(List<IlValue> stack, IlValue?[] locals, IlValue[] arguments)
{
    public IlValue?[] Locals => locals;

    public IlValue[] Arguments => arguments;

    private int Depth => stack.Count;

    public IlState Copy() => new([.. stack], [.. locals], [.. arguments]);

    public void Push(IlValue value) => stack.Add(value);

    public IlValue Pop()
    {
        IlValue top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    /// <summary>Adds what another way to the instruction brings.</summary>
    /// <returns>True if that was new.</returns>
    public bool Join(IlState other)
    {
        if (stack.Count != other.Depth)
            throw new InvalidOperationException("the stack differs between two ways to an instruction");
        bool changed = false;
        for (int i = 0; i < stack.Count; i++)
            stack[i] = Joined(stack[i], other.At(i), ref changed);
        for (int i = 0; i < locals.Length; i++)
        {
            locals[i] = other.Locals[i] is { } value
                ? locals[i] is { } before
                    ? Joined(before, value, ref changed)
                    : First(value, ref changed)
                : locals[i];
        }

        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = Joined(arguments[i], other.Arguments[i], ref changed);
        return changed;
    }

    private static IlValue Joined(IlValue before, IlValue value, ref bool changed)
    {
        IlValue joined = before.Or(value);
        changed |= joined != before;
        return joined;
    }

    private static IlValue First(IlValue value, ref bool changed)
    {
        changed = true;
        return value;
    }

    private IlValue At(int index) => stack[index];
}
