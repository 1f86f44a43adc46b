namespace Krewe.Sandbox;

/// <summary>What a person sees who opens the sandbox in a browser.</summary>
internal static class HomePage
{
    public const string Text = """
        Krewe sandbox: ad platforms, emulated. Nothing here reaches a real one.

        Meta          /meta/v24.0/...    also at the root, with any version or none
          accounts    act_1, act_2 (ready), act_3 (terms not accepted)
          token       sandbox-token, unless --token gave another (Authorization: Bearer ...)
          app         client_id 200000000000001, client_secret sandbox-secret

        Control door  /__sandbox
          GET    accounts  audiences  audiences/{id}/members  requests  violations
                 faults  tokens  clock
          POST   reset  clock  seed  tokens  tokens/{id}/expire  tokens/{id}/revoke
                 faults  quotas  consent
          DELETE faults

        """;
}
