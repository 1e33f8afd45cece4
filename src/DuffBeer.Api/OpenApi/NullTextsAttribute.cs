namespace DuffBeer.Api.OpenApi;

/// <summary>A list or dictionary in which texts may be null. The serializer's schema knows this of properties only.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class NullTextsAttribute : Attribute;
