namespace GpuCluster.Scene.Filters;

/// <summary>Carries a fault out of the parser.</summary>
internal sealed class FilterFaultException(FilterFault fault) : Exception(fault.ToString())
{
    public FilterFaultException(int position, int length, string reason)
        : this(new FilterFault(position, length, reason)) { }

    public FilterFaultException(FilterToken at, string reason)
        : this(at.Position, at.Length, reason) { }

    public FilterFault Fault { get; } = fault;
}
