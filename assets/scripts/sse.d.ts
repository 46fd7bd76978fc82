// htmx-ext-sse has no types of its own; it is imported for its effect only.
export {};
