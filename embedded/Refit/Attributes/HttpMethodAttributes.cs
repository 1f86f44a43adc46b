namespace Refit;

/// <summary>Which HTTP method and path an interface method stands for.</summary>
/// <param name="path">Begins with a slash; may hold {name}, {**rest} and a query.</param>
[AttributeUsage(AttributeTargets.Method)]
public abstract class HttpMethodAttribute(string path) : Attribute
{
    public abstract HttpMethod Method { get; }

    public virtual string Path { get; protected set; } = path;
}

public class GetAttribute(string path) : HttpMethodAttribute(path)
{
    public override HttpMethod Method => HttpMethod.Get;
}

public class PostAttribute(string path) : HttpMethodAttribute(path)
{
    public override HttpMethod Method => HttpMethod.Post;
}

public class PutAttribute(string path) : HttpMethodAttribute(path)
{
    public override HttpMethod Method => HttpMethod.Put;
}

public class PatchAttribute(string path) : HttpMethodAttribute(path)
{
    public override HttpMethod Method => HttpMethod.Patch;
}

/// <summary>A DELETE. It may carry a body, when a parameter says so.</summary>
public class DeleteAttribute(string path) : HttpMethodAttribute(path)
{
    public override HttpMethod Method => HttpMethod.Delete;
}

public class HeadAttribute(string path) : HttpMethodAttribute(path)
{
    public override HttpMethod Method => HttpMethod.Head;
}

public class OptionsAttribute(string path) : HttpMethodAttribute(path)
{
    public override HttpMethod Method => HttpMethod.Options;
}
