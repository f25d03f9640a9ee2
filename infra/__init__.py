"""Where the app runs: `infra.local` on one machine, `infra/aws` in the cloud."""
